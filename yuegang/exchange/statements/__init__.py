"""Monthly statements: each node signs what stood open, done and late; equal digests prove that nothing is missing."""
