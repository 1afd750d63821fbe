"""The conversation with people who ask: answers, cards, topics, the readiness check, what is stored about them."""
