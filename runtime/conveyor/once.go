package conveyor

import "context"

type onceKey struct{}

// WithKey marks a request with an idempotency key. The verb that serves it keeps the key in its own transaction: when
// the request comes again, the verb does nothing and succeeds, and the caller reads how things stand.
func WithKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, onceKey{}, key)
}

func keyOf(ctx context.Context) string {
	key, _ := ctx.Value(onceKey{}).(string)
	return key
}

// done says whether the request was served before, and to which id it led.
func done(ctx context.Context, tx Tx) (string, bool, error) {
	key := keyOf(ctx)
	if key == "" {
		return "", false, nil
	}
	return tx.Performed(key)
}

// keep remembers the request, with the id that it led to.
func keep(ctx context.Context, tx Tx, ref string) error {
	key := keyOf(ctx)
	if key == "" {
		return nil
	}
	return tx.Perform(key, ref)
}
