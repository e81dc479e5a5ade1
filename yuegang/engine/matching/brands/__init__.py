"""Find protected marks in what sellers write: keywords and goods text, with evidence and offsets."""

from yuegang.engine.matching.brands.matcher import BrandMatcher, Hit, brand_matcher

__all__ = ["BrandMatcher", "Hit", "brand_matcher"]
