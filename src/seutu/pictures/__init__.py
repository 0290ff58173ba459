"""Answers drawn as SVG: timelines, decisions, networks."""
