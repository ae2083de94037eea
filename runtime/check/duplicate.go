package check

import (
	"context"
	"errors"
	"strconv"
)

// Duplicates knows which cases are about the same person or company.
type Duplicates interface {
	// Others returns the ids of the tenant's cases with an identity, without the case except.
	Others(ctx context.Context, tenant, identity, except string) ([]string, error)
}

// duplicate asks whether the same person or company has another case. It says how many, never which or whose.
type duplicate struct{ people Duplicates }

// Type is "duplicate".
func (duplicate) Type() string { return "duplicate" }

// Settings describes no settings of its own.
func (duplicate) Settings() []byte { return duplicateSchema }

// Check is unclear when there are others, or when there is no identity to compare.
func (d duplicate) Check(ctx context.Context, q Question) (Answer, error) {
	if d.people == nil {
		return Answer{}, errors.New("check duplicate: nobody knows the other cases")
	}
	if q.Identity == "" {
		return Answer{Result: Unclear, Explanation: notConfigured().fill()}, nil
	}
	others, err := d.people.Others(ctx, q.Tenant, q.Identity, q.Case)
	if err != nil {
		return Answer{}, err
	}
	evidence := map[string]any{"count": float64(len(others))}
	if len(others) == 0 {
		return Answer{Result: Pass, Explanation: alone().fill(), Evidence: evidence}, nil
	}
	return Answer{
		Result: Unclear, Explanation: notAlone().fill("{n}", strconv.Itoa(len(others))), Evidence: evidence,
	}, nil
}

func alone() sentence {
	return sentence{
		"pt-BR": "Não há outro cadastro com a mesma identidade.",
		"es":    "No hay otro registro con la misma identidad.",
		"en":    "There is no other application with the same identity.",
		"ar":    "لا يوجد طلب آخر بالهوية نفسها.",
	}
}

func notAlone() sentence {
	return sentence{
		"pt-BR": "Outros cadastros com a mesma identidade: {n}.",
		"es":    "Otros registros con la misma identidad: {n}.",
		"en":    "Other applications with the same identity: {n}.",
		"ar":    "طلبات أخرى بالهوية نفسها: {n}.",
	}
}
