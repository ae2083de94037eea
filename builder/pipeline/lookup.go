package pipeline

import "time"

// Message returns the message of a key.
func (c *Compiled) Message(key string) (Message, bool) {
	for _, m := range c.Pipeline.Messages {
		if m.Key == key {
			return m, true
		}
	}
	return Message{}, false
}

// Due returns the moment that lies an ISO 8601 duration after another, in a zone. It returns an error for a duration
// that cannot be read.
func (c *Compiled) Due(duration string, after time.Time, zone *time.Location) (time.Time, error) {
	d, err := ParseDuration(duration)
	if err != nil {
		return time.Time{}, err
	}
	return d.Add(after, zone), nil
}
