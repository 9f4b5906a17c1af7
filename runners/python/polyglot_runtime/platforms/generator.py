"""The random generator of programs, the same in every runtime: xoshiro256** (Blackman and Vigna), its state made by splitmix64."""

_MASK = 0xFFFFFFFFFFFFFFFF


class Generator:
    """Numbers from a seed of 64 bits."""

    def __init__(self, seed):
        self.seed(seed)

    def seed(self, seed):
        """Starts again."""
        state, words = seed & _MASK, []
        for _ in range(4):
            state = (state + 0x9E3779B97F4A7C15) & _MASK
            word = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
            word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _MASK
            words.append(word ^ (word >> 31))
        self._state = words

    def next(self):
        """64 bits, unsigned."""
        a, b, c, d = self._state
        word = (b * 5) & _MASK
        word = ((word << 7 | word >> 57) & _MASK) * 9 & _MASK
        c ^= a
        d ^= b
        self._state = [a ^ d, b ^ c, c ^ ((b << 17) & _MASK), (d << 45 | d >> 19) & _MASK]
        return word

    def uniform(self):
        """In [0, 1): the upper 53 bits."""
        return (self.next() >> 11) * 2.0 ** -53

    def range(self, least, most):
        """From `least` to `most`, both included, all equally likely."""
        count = (most - least + 1) & _MASK
        if count == 0:
            word = self.next()
            return word - (1 << 64) if word >> 63 else word
        limit = (1 << 64) - (1 << 64) % count
        while True:
            word = self.next()
            if word < limit:
                return least + word % count
