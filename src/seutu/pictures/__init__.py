"""Answers drawn as pictures: timelines, who decides what, and maps of networks."""
