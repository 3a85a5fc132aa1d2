"""Let several do something at the same moment, each in a thread and a connection of their own."""

import threading

from django.db import connection


def together(*verbs):
    """Run the functions at the same moment; return what each gave or raised."""
    barrier, results = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(place, verb):
        try:
            barrier.wait()
            results[place] = verb()
        except Exception as fault:
            results[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
