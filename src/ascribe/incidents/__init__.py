"""From claims to incidents: copies, links, corroboration, series and forecasts, as functions of the model's types."""
