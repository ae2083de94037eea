package form_test

import (
	"context"
	"testing"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
)

// FuzzAnswers: whatever an applicant sends is judged, never the end of the program; and what is judged valid conforms
// to the schema.
func FuzzAnswers(f *testing.F) {
	c := compile(f, load(f, "rich"))
	for _, seed := range []string{
		`{}`, `{"kind":"person","name":"Ana","birth":"1990-01-01","cpf":"529.982.247-25"}`,
		`{"kind":"company","owners":[{"name":"A","share":60,"papers":[{"big":true,"paper":["d"]},null,3]},"x"]}`,
		`{"address":{"country":"BR","geo":{"floor":"x"}},"income":"1","employed":1,"owners":{}}`,
		`{"address":[],"bank":{"bank":1},"channels":["app",1],"terms":false,"previous":{"address":1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		v, err := schemas.Decode(doc)
		answers, ok := v.(map[string]any)
		if err != nil || !ok {
			return
		}
		audit(t, c, answers)
	})
}

func audit(t *testing.T, c *form.Compiled, answers map[string]any) {
	ctx := context.Background()
	for _, audience := range []string{form.Applicant, form.Staff} {
		clean, _ := c.Clean(answers, audience)
		s := c.Resolve(ctx, form.View{Answers: clean, Facts: answers, Today: corpusDay, Audience: audience})
		pruned, _ := form.Prune(s)
		found := c.Validate(ctx, s)
		c.Progress(s)
		c.Index(s)
		c.Consents(s, "en")
		if audience == form.Staff && !blocked(found) && len(c.Conforms(pruned)) > 0 {
			t.Errorf("valid answers break the schema: %v", c.Conforms(pruned))
		}
	}
}
