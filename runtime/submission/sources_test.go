package submission

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func TestSourcesKeepEachSaveOnce(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	first, second := Source{Kind: "applicant", By: "c1", At: at, Rev: 1}, Source{Kind: "member", By: "m1", At: at.Add(time.Hour), Rev: 2}
	want := Sources{"name": first, "mail": first, "risk": second}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	const kept = `[{"kind":"applicant","by":"c1","at":"2026-03-01T12:00:00Z","rev":1,"keys":["mail","name"]},` +
		`{"kind":"member","by":"m1","at":"2026-03-01T13:00:00Z","rev":2,"keys":["risk"]}]`
	if string(text) != kept {
		t.Errorf("kept as %s", text)
	}
	var got Sources
	if err := json.Unmarshal(text, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read back as %v, %v", got, err)
	}
	var before Sources
	old := []byte(`{"name":{"kind":"applicant","by":"c1","at":"2026-03-01T12:00:00Z","rev":1}}`)
	if err := json.Unmarshal(old, &before); err != nil || before["name"] != first {
		t.Errorf("the shape before is read as %v, %v", before, err)
	}
}
