/* fuzz_verify_receipt.c: any bytes as a receipt file for the citizen's verifier: never a crash, never proven. Links libcrypto and jansson only. */
#define FUZZING
#include "../../tools/verify_receipt.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    static const char key[] = "yichuang.local/420115+89b57643+ATiC1ZwDtyTNjGeItvb+VBAivmhPOAzR5UUXBtSwjIp6";
    if (!nowhere) nowhere = fopen("/dev/null", "w");
    if (!nowhere || size > FILE_MAX) return 0;
    verify_receipt((const char *)data, size, NULL, nowhere);
    verify_receipt((const char *)data, size, key, nowhere);
    return 0;
}
