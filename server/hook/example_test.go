package hook_test

import (
	"fmt"
	"time"

	"cairn/server/hook"
)

// What a receiver does with the header Cairn-Signature.
func Example() {
	const secret = "cairnhook_example"
	body := []byte(`{"hook":"abcdefgh","test":true}`)
	sent := time.Unix(1768910400, 0)
	signature := hook.Sign(secret, sent, body)
	fmt.Println(signature)
	fmt.Println(hook.Verify(secret, signature, body, sent.Add(time.Second), 5*time.Minute))
	fmt.Println(hook.Verify(secret, signature, append(body, ' '), sent.Add(time.Second), 5*time.Minute))
	fmt.Println(hook.Verify(secret, signature, body, sent.Add(time.Hour), 5*time.Minute))
	// Output:
	// t=1768910400,v1=31b43a790dc9466079ff961f4ebcf1f1b97783ef3836793a3f536a61588af556
	// <nil>
	// the signature is of another body, or made with another secret
	// the signature is of another time
}
