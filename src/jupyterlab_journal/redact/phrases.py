"""The words that stand between a name and its value in a sentence."""

from __future__ import annotations

import re

CHINESE = re.compile(
    r"[ ]?(?:已经?|被|现在|目前|都|就|暂|统一|初始|默认)?"
    r"(?:设置[为成]|设定为|设[为成]|改[为成]|[更修]改为|变更为|重置为|更新为|换成|叫做?|分别[是为]"
    r"|应该是|就是|写的是|用的是|使用|是|为|為|は)"
    r"了?(?:[ ]?:)?[ ]{0,4}|[ ]?(?:我)?(?:发给?你?了?|发你了?|给你了?|告诉你)[ ]?[:，,]?[ ]{1,4}"
)
# Words between a Chinese name and its colon: 密钥如下方所示：
CHINESE_LATER = re.compile(r"[\u4e00-\u9fff]{1,10}[:：][ ]{0,4}(?=[!-~])")
SENTENCE = re.compile(
    r"(?: (?:(?:is|was|has been) )?(?:for|of|to|in|on|at|you|we|i|that|here|from|used|has|value|below"
    r"|created|generated|issued|obtained|successfully)\b[^\n:=|;]{0,60}?)?"
    r"(?:(?: now| currently| still)? (?:is|was|are|will be|should be|has been|set|equals|changed|reads|to)\b"
    r"(?: (?:now|still|currently|set|reset|changed|to|simply|just|exactly|this)\b){0,2}[ ]?:?"
    r"|[ ]?[:=]|:)[ ]{1,4}",
    re.IGNORECASE,
)
