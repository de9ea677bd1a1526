package gateway

import "testing"

func TestHandsOverTo_OnlyWhereNoAddressIsInTheWay(t *testing.T) {
	t.Parallel()
	both := []string{"0.0.0.0:443", "0.0.0.0:80", "[::]:443", "[::]:80"}
	one := []string{"127.0.0.1:443", "127.0.0.1:80"}
	for name, test := range map[string]struct {
		listens []string
		places  Places
		want    bool
	}{
		"the same":                 {both, Places{[]string{"0.0.0.0", "::"}, 80, 443}, true},
		"without IPv6":             {[]string{"0.0.0.0:443", "0.0.0.0:80"}, Places{[]string{"0.0.0.0", "::"}, 80, 443}, true},
		"one address more":         {one, Places{[]string{"127.0.0.1", "127.0.0.2"}, 80, 443}, true},
		"other ports":              {both, Places{[]string{"0.0.0.0", "::"}, 8080, 8443}, true},
		"other ports elsewhere":    {both, Places{[]string{"127.0.0.1"}, 8080, 8443}, true},
		"one port elsewhere":       {both, Places{[]string{"127.0.0.1"}, 8080, 443}, false},
		"from one to all":          {one, Places{[]string{"0.0.0.0"}, 80, 443}, false},
		"from all to one":          {both, Places{[]string{"127.0.0.1"}, 80, 443}, false},
		"from one IPv6 to all":     {[]string{"[2001:db8::1]:443"}, Places{[]string{"::"}, 0, 443}, false},
		"an address beside IPv6":   {[]string{"[::]:443"}, Places{[]string{"127.0.0.1", "::"}, 0, 443}, true},
		"ports that change places": {one, Places{[]string{"127.0.0.1"}, 443, 80}, true},
	} {
		status := Status{Revision: handsOver, Listens: test.listens}
		if got := status.HandsOverTo(test.places); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
	if (Status{Revision: handsOver - 1, Listens: one}).HandsOverTo(Places{[]string{"127.0.0.1"}, 80, 443}) {
		t.Error("a gateway that knows nothing of it: got true, want false")
	}
}
