package field

import (
	"regexp"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

type bankAccount struct{ kind }

var (
	bankForm    = regexp.MustCompile(`^(?:[0-9]{3}|[0-9A-Z]{8})$`)
	branchForm  = regexp.MustCompile(`^[0-9]{1,4}$`)
	accountForm = regexp.MustCompile(`^[0-9]{0,19}[0-9X]$`)
)

// accountTypes are those of DICT: checking, savings, salary, payment account.
var accountTypes = []string{"CACC", "SVGS", "SLRY", "TRAN"}

var accountMembers = []member{
	{"bank", CleanCNPJ, checkBank},
	{"branch", separatedBy(".-"), formOf(branchForm)},
	{"account", separatedBy("./-"), formOf(accountForm)},
	{"accountType", separatedBy(""), func(s string) []fault.Violation { return oneOf(accountTypes, s) }},
}

// newBankAccount is an account in Brazil: bank (COMPE code or ISPB), branch without check digit, account with it.
func newBankAccount() Type {
	return bankAccount{kind{
		name: "bankAccount", rule: rule.Group, settings: noSettings,
		clean: func(_ Field, raw any) any { return cleanMembers(accountMembers, raw) },
		check: func(_ Field, value any) []fault.Violation {
			found := checkMembers(accountMembers, value)
			if blocks(found) {
				return found
			}
			return append(found, checkAccountDigit(value)...)
		},
		schema: func(Field) map[string]any { return bankAccountSchema() },
		mask:   maskBankAccount,
	}}
}

// Members names the parts for rules.
func (bankAccount) Members(Field) []rule.Name {
	return []rule.Name{
		{Key: "bank", Type: rule.Text},
		{Key: "branch", Type: rule.Text},
		{Key: "account", Type: rule.Text},
		{Key: "accountType", Type: rule.Choice, Options: accountTypes},
	}
}

// checkBank answers format, and warns with unknown for a bank that is not in our list.
func checkBank(s string) []fault.Violation {
	if !bankForm.MatchString(s) {
		return wrong("format")
	}
	if _, ok := FindBank(s); !ok {
		return warned(wrong("unknown"))
	}
	return nil
}

// checkAccountDigit warns with check_digit. Only Banco do Brasil's rule is known for sure, and for eight digits.
func checkAccountDigit(value any) []fault.Violation {
	parts, _ := value.(map[string]any)
	account, _ := parts["account"].(string)
	code, _ := parts["bank"].(string)
	bank, _ := FindBank(code)
	last := len(account) - 1
	if bank.Code != "001" || last < 1 || last > 8 || account[last:] == BankDigit(account[:last]) {
		return nil
	}
	return at("/account", warned(wrong("check_digit")))
}

func bankAccountSchema() map[string]any {
	text := func(form *regexp.Regexp) map[string]any {
		return map[string]any{"type": "string", "pattern": form.String()}
	}
	return objectSchema(accountMembers, map[string]any{
		"bank": text(bankForm), "branch": text(branchForm), "account": text(accountForm), "accountType": enum(accountTypes),
	})
}

func maskBankAccount(_ Field, value any) string {
	parts, _ := value.(map[string]any)
	bank, _ := parts["bank"].(string)
	account, ok := parts["account"].(string)
	if !ok {
		return hidden
	}
	return Normalise(bank + " " + lastThree(account))
}

var _ Composite = bankAccount{}
