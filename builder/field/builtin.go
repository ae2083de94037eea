package field

// Builtin returns a registry of all types of the house. ui/src/fields/registry.ts is the same list.
func Builtin() *Registry {
	return NewRegistry(
		newText(), newTextarea(), newEmail(), newPhone(),
		newNumber(), newMoney(), newPercent(), newDate(),
		newSelect(), newRadio(), newCheckboxes(), newBoolean(), newConsent(),
		newCountry(), newState(), newCEP(),
		newCPF(), newCNPJ(), newTaxID(),
		newBankAccount(), newPixKey(), newIBAN(),
		newFile(), newImage(), newSignature(),
		newStatement(), newGroup(), newRepeat(), newComputed(),
	)
}
