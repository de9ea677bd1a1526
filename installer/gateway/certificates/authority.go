package certificates

import "time"

// Authority is the CA that a keeper orders from, and on what terms.
type Authority struct {
	Directory string `json:"directory"`
	// Staging is where first orders are rehearsed; empty: nowhere.
	Staging string `json:"staging,omitempty"`
	// Terms is where the CA shows what was accepted, once it was asked.
	Terms      string    `json:"terms,omitempty"`
	Accepted   time.Time `json:"accepted,omitzero"`
	AcceptedBy string    `json:"accepted_by,omitempty"`
	// OrdersLeft are those that the account may send within three hours.
	OrdersLeft int `json:"orders_left"`
	// Problem says why this gateway orders nothing for any name, such as
	// another one that holds the folder.
	Problem string `json:"problem,omitempty"`
}

// Authority is nil for an issuer that is no CA.
func (k *Keeper) Authority() *Authority {
	source, public := k.source.(*acmeCA)
	if !public {
		return nil
	}
	issuer := k.options.Issuer
	state := &Authority{
		Directory: issuer.Address(), Staging: issuer.staging(), Terms: source.line.terms(),
		Accepted: issuer.Accepted, AcceptedBy: issuer.AcceptedBy,
	}
	now := k.clock()
	k.mu.RLock()
	defer k.mu.RUnlock()
	spent := 0
	for _, effort := range k.efforts {
		spent += len(within(effort.Orders, now, accountWindow))
	}
	state.OrdersLeft = max(0, k.limits.orders-spareOrders-spent)
	if k.unheld != nil {
		state.Problem = k.unheld.Error()
	}
	return state
}
