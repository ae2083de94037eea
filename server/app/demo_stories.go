package app

import (
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
)

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// story is how one case of the demo came to stand where it does.
type story struct {
	pipeline string
	person   person
	answers  func(person) map[string]any
	ago      time.Duration // when it began
	play     func(*scene)
}

const (
	onboarding = "onboarding-pf"
	corporate  = "onboarding-pj"
	relocation = "address-change"
	lifelong   = "account-life"
)

// stories are the cases of each demo tenant, by slug. A story that needs another stands after it.
var stories = map[string][]story{
	"aurora": {
		{onboarding, ana, personal, 40 * time.Minute, func(s *scene) { s.fills("origin") }},
		{onboarding, bruno, personal, 26 * hour, func(s *scene) { s.fills("document"); s.passes(5 * hour); s.fills("residence") }},
		{onboarding, carla, personal, 9 * day, func(s *scene) {
			s.fills("document")
			s.passes(26 * hour)
			s.fills("work")
			s.passes(2 * day)
			s.fills("bank")
		}},
		{onboarding, layla, personal, 50 * hour, func(s *scene) { s.fills("address") }},
		{onboarding, julia, personal, 12 * day, func(s *scene) { s.submits(); s.passes(3 * hour); s.signs() }},
		{onboarding, karen, personal, 20 * day, playKaren},
		{onboarding, diego, personal, 5 * hour, func(s *scene) { s.submits(); s.assigns("supervisao", "cadastro") }},
		{onboarding, elisa, personal, 30 * hour, func(s *scene) {
			s.submits()
			s.claims("compliance", "Consultar a lista de PEP antes de decidir.")
		}},
		{onboarding, fabio, personal, 8 * hour, func(s *scene) { s.submits() }},
		{onboarding, nina, minor, 3 * day, func(s *scene) { s.submits() }},
		{onboarding, gustavo, personal, 2 * day, playGustavo},
		{onboarding, heloisa, personal, 4 * hour, func(s *scene) { s.submits() }},
		{onboarding, igor, personal, 4 * day, func(s *scene) { s.submits() }},
		{onboarding, leandro, personal, 7 * day, playLeandro},
		{onboarding, marina, personal, 33 * day, func(s *scene) { s.fills("photos") }},
		{corporate, padaria, company, 27 * hour, func(s *scene) { s.submits() }},
		{lifelong, paula, personal, 3 * hour, func(s *scene) { s.fills("work") }},
		{lifelong, renato, personal, 26 * hour, func(s *scene) { s.submits() }},
		{lifelong, sonia, personal, 7 * hour, func(s *scene) { s.submits() }},
		{lifelong, tales, personal, 6 * hour, func(s *scene) { s.submits(); s.passes(10 * time.Minute); s.signs() }},
		{lifelong, ursula, personal, 20 * hour, func(s *scene) { s.submits(); s.passes(10 * time.Minute); s.signs() }},
		{lifelong, vitor, personal, 25 * day, func(s *scene) { s.submits(); s.passes(hour); s.signs() }},
		{lifelong, wanda, personal, 6 * day, func(s *scene) {
			s.submits()
			s.passes(5 * hour)
			s.acts("cadastro", conveyor.Action{Verb: "reject", Reason: "documents_unreadable", Note: "Comprovante ilegível."})
		}},
		{lifelong, xavier, personal, 300 * day, playXavier},
		{lifelong, yara, personal, 40 * day, func(s *scene) { s.submits(); s.passes(hour); s.signs(); s.passes(20 * day); s.does("change") }},
		{lifelong, zeca, personal, 380 * day, func(s *scene) { s.submits(); s.passes(hour); s.signs() }},
		{lifelong, alice, personal, 70 * day, func(s *scene) {
			s.submits()
			s.passes(hour)
			s.signs()
			s.passes(30 * day)
			s.acts("compliance", conveyor.Action{Verb: "block", Reason: "block_judicial", Note: "Ofício do juízo (exemplo)."})
		}},
		{lifelong, breno, personal, 90 * day, func(s *scene) { s.submits(); s.passes(hour); s.signs(); s.passes(60 * day); s.does("close") }},
		{relocation, rafael, moving, 90 * time.Minute, func(s *scene) { s.submits() }},
		{lifelong, otavia, personal, 9 * hour, func(s *scene) { s.submits() }},
	},
	"horizonte": {
		{onboarding, lucia, personal, 7 * hour, func(s *scene) { s.fills("wealth") }},
		{onboarding, otto, personal, 20 * hour, func(s *scene) { s.submits() }},
		{onboarding, emma, personal, 3 * hour, func(s *scene) { s.submits() }},
		{onboarding, vera, personal, 6 * day, func(s *scene) { s.submits(); s.passes(40 * time.Minute); s.signs() }},
	},
}

// minor are the answers of somebody who is not of age yet, whenever the demo is made.
func minor(p person) map[string]any {
	answers := personal(p)
	answers["birth_date"] = time.Now().AddDate(-16, -2, 0).Format(time.DateOnly)
	return answers
}

// playKaren is related to a PEP: asked for better pictures, approved by compliance, signed.
func playKaren(s *scene) {
	s.submits()
	s.passes(2 * hour)
	s.judges("compliance", "/doc_front", "refused", "Reflexo sobre a foto.")
	s.asks("compliance", "Falta nitidez.", conveyor.AskedItem{Path: "/doc_front", Note: "A foto saiu com reflexo."})
	s.passes(day)
	s.replies("doc_front")
	s.passes(3 * hour)
	s.acts("compliance", conveyor.Action{Verb: "approve", Note: "Conferido em fonte pública; risco aceito."})
	s.passes(5 * hour)
	s.signs()
}

// playGustavo is asked for two items and has not answered.
func playGustavo(s *scene) {
	s.submits()
	s.passes(4 * hour)
	s.claims("cadastro", "Foto da frente cortada; comprovante com mais de 90 dias.")
	s.judges("cadastro", "/doc_front", "refused", "Foto cortada.")
	s.asks("cadastro", "Dois itens para concluir.",
		conveyor.AskedItem{Path: "/doc_front", Note: "Envie a frente inteira, sem cortes."},
		conveyor.AskedItem{Path: "/addr_proof", Note: "O comprovante deve ter no máximo 90 dias."})
}

// playLeandro is rejected for papers that nobody can read.
func playLeandro(s *scene) {
	s.submits()
	s.passes(6 * hour)
	s.judges("cadastro", "/doc_front", "refused", "Ilegível.")
	s.acts("cadastro", conveyor.Action{
		Verb: "reject", Reason: "documents_unreadable", Note: "Duas tentativas, nada legível; sugerir agência.",
	})
}

// playXavier is a PEP: compliance approves the account, which is to be renewed after a year.
func playXavier(s *scene) {
	s.submits()
	s.passes(3 * hour)
	s.acts("compliance", conveyor.Action{Verb: "approve", Note: "PEP conferido em fonte pública; risco aceito."})
	s.passes(2 * hour)
	s.signs()
}
