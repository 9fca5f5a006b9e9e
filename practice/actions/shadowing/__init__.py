"""What is done about shadowing: offering, asking, answering, moving, ending, and what follows a visit."""

LOG_WORDS = {
    "practice.placement_offered": "Offered a placement",
    "practice.placement_changed": "Changed a placement",
    "practice.times_added": "Added times to a placement",
    "practice.time_moved": "Moved a time of a placement",
    "practice.room_changed": "Changed how many places a time has",
    "practice.time_called_off": "Called a time of a placement off",
    "practice.asked_for_place": "Asked for a place to shadow",
    "practice.offer_taken": "Took a place that was offered",
    "practice.yes_of_host": "Said yes as host",
    "practice.yes_of_manager": "Said yes as manager or sponsor",
    "practice.declined": "Said no to a request to shadow",
    "practice.booking_cancelled": "Called a booking off",
    "practice.attended": "Said that a visit took place",
    "practice.host_left": "The host of a placement left",
    "practice.not_attended": "Said that a visit did not take place",
}
