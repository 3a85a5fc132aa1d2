"""Say in headers what a request cost: queries and the worker's own CPU time."""

import time

from django.db import connection


class MeterMiddleware:
    """Stand outermost and count."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def counting(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        begun = time.process_time()
        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        response["X-CPU"] = f"{(time.process_time() - begun) * 1000:.3f}"
        return response
