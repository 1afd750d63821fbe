"""Rooms of workshops: joining, board and wall, quizzes and exercises, reports."""
