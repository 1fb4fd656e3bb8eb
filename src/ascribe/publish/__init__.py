"""What leaves a case: the brief, maps and timelines, exports and sites."""
