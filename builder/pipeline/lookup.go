package pipeline

// Message returns the message of a key.
func (c *Compiled) Message(key string) (Message, bool) {
	for _, m := range c.Pipeline.Messages {
		if m.Key == key {
			return m, true
		}
	}
	return Message{}, false
}
