"""What learning shows on the dashboard and on a team's page."""
