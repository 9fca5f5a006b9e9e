"""Which of learning's letters do not go late: reminders of what is done, renewed or withdrawn by now."""

from home.seams.again import takes_back_what_is_past
from learning.actions import reminders

takes_back_what_is_past(reminders.drop_stale_reminders)
