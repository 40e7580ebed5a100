"""Says for each case on standard input which proxy botocore goes through."""

import json
import os
import sys
from urllib.parse import unquote, urlparse

from botocore.httpsession import ProxyConfiguration
from botocore.utils import get_environ_proxies


def told(url):
    proxy = ProxyConfiguration(get_environ_proxies(url)).proxy_url_for(url)
    if not proxy:
        return 'none'
    try:
        parsed = urlparse(proxy)
        port = parsed.port or {'http': 80, 'https': 443}[parsed.scheme]
    except (KeyError, ValueError):
        return 'fails'
    who = ''
    if parsed.username is not None:
        who = '%s:%s@' % (unquote(parsed.username), unquote(parsed.password or ''))
    return '%s://%s%s:%s' % (parsed.scheme, who, parsed.hostname, port)


answers = []
for case in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(case['environment'])
    answers.append(told(case['url']))
json.dump(answers, sys.stdout)
