"""Returns by the ordinary route: Tariff Law Article 39, before it Article 43 of the regulations."""
