"""Forms made from what a kind declares: `fields` has a form field for each meaning, `verb_form` a form for a verb."""
