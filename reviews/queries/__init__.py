"""What pages, papers and reports ask about reviews, actions and learning."""

from .implementing import implementation

__all__ = ["implementation"]
