"""From claims to incidents: copies, links, corroboration, series and forecasts. Pure functions over the model's types."""
