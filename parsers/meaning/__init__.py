"""What a letter is for and what its sentences say: purpose, topic, remedies, urgency, circumstances."""
