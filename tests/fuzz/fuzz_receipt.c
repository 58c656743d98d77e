/* fuzz_receipt.c: any bytes as a receipt: never a crash, never proven; and a whole receipt with the bytes laid over it is not proven either.
 * The receipt and key below were made once by ledger_receipt with a key that was thrown away. */
#include "ledger/receipt.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char KEY[] = "yichuang.local/420115+89b57643+ATiC1ZwDtyTNjGeItvb+VBAivmhPOAzR5UUXBtSwjIp6";
static const char WHOLE[] = 
    "{\"format\":\"yichuang-receipt/1\",\"statement\":\"{\\\"seq\\\":333,\\\"at\\\":\\\"2026-03-20T23:18:40.000+08:00\\\",\\\"kind\\\":\\\"case.received\\\""
    ",\\\"actor\\\":\\\"officer:wang\\\",\\\"case\\\":\\\"420115-20261123-00333\\\",\\\"case_id\\\":333,\\\"person\\\":\\\"676f1d5330589e7aa7126b8b99b49743"
    "80e02e601fb4594f14e1af06ed4c81e7\\\",\\\"body\\\":{\\\"item\\\":\\\"公共场所卫生许可\\\",\\\"due\\\":\\\"2026-03-18\\\",\\\"limit_days\\\":20}}\",\"salt\":\"d"
    "b192b0074ba43de0ee5aa3203b84cc2\",\"person\":\"{\\\"name\\\":\\\"张三\\\"}\",\"person_salt\":\"aa26a6487975fa0ca4e01cbf323e8fed\",\"index\":332,\"size\""
    ":700,\"proof\":[\"ada58e1bad4eb5e2f704bae4a73f15f73770924c008cb11f95aff4f8723f2362\",\"3d26241dc6ebf1551849d3ebf2a13478ec67fc8a6fc82f784dc17e89b5255d4"
    "a\",\"7432d066855e97e4f2419fe2ca330242bb17fdf2dc3ad0529bf0c7cca9edf276\",\"9e3abe5406341b6a900993e083101e1836e46e27b99c4199df7cc97cca918a5f\",\"6e72e5"
    "68eb4728225ebefbf13bca8ccba14d71f59b6e53f9f592db4e0b042d67\",\"1bd623ccba10089924df9c799382aed4e4376ff7a8e08b3fe64b4a2025d484a2\",\"e43b04618ae599f41d"
    "5b09b4caab3582bcfab52c1883bd8a0fcc6b6a786f4bb6\",\"59b7f71a57a1a146906a2377efc9be1a597c1fc657ba3b6dbd31ee672921d7bc\",\"b25bed6679c68d38bb02d81125c04d"
    "0152a299991c408e299487eb436fb21268\",\"16534a9b8c710fdb45f6c0f9d90bb6ae6e6798e786e0ca67cde5fe6b38cb7d8c\"],\"checkpoint\":\"yichuang.local/420115\\n70"
    "0\\ndY6XqTmq4nTTeQDZmjdOpiAJlHfUje8BBjc2oOXxAGQ=\\ntime 2026-03-21T21:33:20.000+08:00\\n\\n— yichuang.local/420115 ibV2QzM0fj1QloB3bfsa4cyu8d0nBoACXBA"
    "MHdBbczAeaz5zI9DKdYnkSnGKQRLJ9IfUkwU8rHLmAwXwQHzN7HD6HAw=\\n\",\"key\":\"yichuang.local/420115+89b57643+ATiC1ZwDtyTNjGeItvb+VBAivmhPOAzR5UUXBtSwjIp6\""
    "}";

/* The JSON may be written in another way; then it says the same and rightly proves. */
static void expect_unproven(Arena *arena, const char *json, size_t bytes)
{
    const char *error;
    ReceiptReport report = ledger_receipt_verify(arena, json, bytes, KEY);
    if (!report.intact && report.proven) abort();
    if (report.count < 1 || report.count > RECEIPT_FINDINGS_MAX) abort();
    if (!report.proven) return;
    if (!value_equal(value_parse(arena, json, bytes, &error), value_parse(arena, WHOLE, sizeof WHOLE - 1, &error))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    char *copy = arena_memdup(arena, data, size);      /* exact length: the sanitizer sees a step too far */
    expect_unproven(arena, copy, size);
    ledger_receipt_verify(arena, copy, size, NULL);
    if (size > 2) {                                    /* two bytes say where, the rest is written over the whole receipt */
        size_t at = (size_t)(data[0] << 8 | data[1]) % (sizeof WHOLE - 1), count = size - 2;
        char *changed = arena_memdup(arena, WHOLE, sizeof WHOLE - 1);
        if (count > sizeof WHOLE - 1 - at) count = sizeof WHOLE - 1 - at;
        memcpy(changed + at, data + 2, count);
        expect_unproven(arena, changed, sizeof WHOLE - 1);
    }
    arena_free(arena);
    return 0;
}
