"""The parts of a brief answer, a module a part: verdict, warning, assumptions, why, cases, what to do next, scope."""
