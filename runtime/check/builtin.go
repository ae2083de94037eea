package check

import "time"

// patience is how long a checker of the house may take.
const patience = 30 * time.Second

// Builtin returns the checkers of the house: identifier, age, expiry, consistency and duplicate. What is asked about exposed
// persons, ownership or a change of country is a consistency check with other rules. people may be nil: duplicate is
// then unavailable.
func Builtin(people Duplicates) []Checker {
	return []Checker{
		Guard(identifier{}, patience),
		Guard(age{}, patience),
		Guard(expiry{}, patience),
		Guard(newConsistency(), patience),
		Guard(duplicate{people: people}, patience),
	}
}
