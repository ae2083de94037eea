package all_test

import (
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/plugins/all"
	"github.com/esteira/esteira/plugins/email"
)

type settings map[string]json.RawMessage

func TestWithoutMailServerMessagesStayInTheOutbox(t *testing.T) {
	host, err := all.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := host.Channel("email")
	if _, real := c.(*email.Channel); !ok || real {
		t.Errorf("%T", c)
	}
}

func TestMailServerIsUsed(t *testing.T) {
	host, err := all.Load(settings{"email": json.RawMessage(`{"url":"smtp://mail","from":"a@b.example"}`)})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := host.Channel("email")
	if _, real := c.(*email.Channel); !real || len(host.Channels) != 2 {
		t.Errorf("%T", c)
	}
}
