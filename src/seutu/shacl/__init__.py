"""Shapes: whether they are well-formed, the engines that check data against them, and the report."""
