"""Documents made by the house: numbers without gaps, PDF by typst, every glyph proved."""
