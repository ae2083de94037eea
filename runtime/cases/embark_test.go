package cases_test

import (
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
)

// The status that the customer reads is a mapping of its own.
func TestEmbarkStatusTexts(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"draft": "Em preenchimento", "auto_check": "Em análise", "approval": "Em análise", "info_req": "Precisamos de você",
		"signature": "Aguardando sua assinatura", "integration": "Finalizando", "int_error": "Finalizando", "complete": "Conta ativa",
		"rejected": "Não foi possível abrir", "renewal": "Atualize seus dados", "update": "Atualize seus dados", "blocked": "Fale conosco",
	}
	for _, s := range load(t, testdata+"embark").Pipeline.Stages {
		if text, ok := want[s.Key]; ok && s.Applicant["pt-BR"] != text {
			t.Errorf("%s: %q, want %q", s.Key, s.Applicant["pt-BR"], text)
		}
		if len(s.Applicant) != 4 || len(s.Name) != 4 {
			t.Errorf("%s: not in four languages", s.Key)
		}
	}
}

// Editing after the request to sign revokes the tokens; blocked accounts are sent nothing.
func TestEmbarkEffects(t *testing.T) {
	t.Parallel()
	for _, tr := range load(t, testdata+"embark").Pipeline.Transitions {
		if tr.From == "signature" && (tr.To == "draft" || tr.To == "rejected") && !has(tr, "revoke") {
			t.Errorf("%s leaves a token that works", tr.Key)
		}
		if (tr.From == "blocked" || tr.To == "blocked") && has(tr, "message") {
			t.Errorf("%s writes to the holder of a blocked account", tr.Key)
		}
	}
}

func has(t pipeline.Transition, kind string) bool {
	return slices.ContainsFunc(t.Effects, func(e pipeline.Effect) bool { return e.Kind == kind })
}
