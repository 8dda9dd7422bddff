def printed(results):
    return ""


def written(results, docs):
    pass
