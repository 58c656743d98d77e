/* merkle_test.c: the tree against the published vectors of RFC 6962 and against a brute-force oracle for every size up to 300. */
#include "ledger/merkle.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 300 };
static Hash leaves[MOST];

static const char *hex(const Hash *hash)
{
    static char text[65];
    for (int i = 0; i < 32; i++) snprintf(text + 2 * i, 3, "%02x", hash->b[i]);
    return text;
}

/* The definition of RFC 6962 2.1, word for word. */
static void oracle_root(const Hash *d, size_t n, Hash *out)
{
    if (n == 0) { merkle_sha256(out, NULL, 0, NULL, 0); return; }
    if (n == 1) { *out = *d; return; }
    size_t k = 1;
    while (k * 2 < n) k *= 2;
    Hash l, r;
    oracle_root(d, k, &l);
    oracle_root(d + k, n - k, &r);
    merkle_pair(out, &l, &r);
}

static bool oracle_node(void *context, int level, uint64_t index, Hash *out)
{
    uint64_t start = index << level, end = start + (1ull << level);
    if (end > *(uint64_t *)context) return false;
    oracle_root(leaves + start, (size_t)(end - start), out);
    return true;
}

static int setup(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < MOST; i++) {
        Hash commitment;
        merkle_sha256(&commitment, &i, sizeof i, "leaf", 4);
        merkle_leaf(&leaves[i], &commitment);
    }
    return 0;
}

/* Vectors used by certificate-transparency implementations: leaf data of varying length, roots of the first n. */
static void test_known_vectors(void **state)
{
    (void)state;
    static const struct { const char *data; size_t bytes; const char *root; } known[] = {
        {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    MerkleFrontier frontier = {0};
    Hash root, leaf, gained[MERKLE_TILE_LEVELS];
    merkle_root(&frontier, &root);
    assert_string_equal(hex(&root), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        merkle_sha256(&leaf, "\0", 1, known[i].data, known[i].bytes);
        merkle_push(&frontier, &leaf, gained);
        merkle_root(&frontier, &root);
        assert_string_equal(hex(&root), known[i].root);
    }
}

static void test_frontier_is_the_definition(void **state)
{
    (void)state;
    MerkleFrontier frontier = {0};
    Hash root, expected, gained[MERKLE_TILE_LEVELS];
    for (size_t n = 0; n <= MOST; n++) {
        merkle_root(&frontier, &root);
        oracle_root(leaves, n, &expected);
        assert_true(hash_equal(&root, &expected));
        if (n == MOST) break;
        int gains = merkle_push(&frontier, &leaves[n], gained);
        assert_int_equal(gains, n == 255 ? 2 : 1);
        if (gains == 2) { oracle_root(leaves, 256, &expected); assert_true(hash_equal(&gained[1], &expected)); }
    }
}

static void prove(const MerkleRange *ranges, int count, uint64_t size, Hash *proof)
{
    for (int i = 0; i < count; i++) assert_true(merkle_range_root(ranges[i], oracle_node, &size, &proof[i]));
}

static void test_every_inclusion(void **state)
{
    (void)state;
    MerkleRange ranges[MERKLE_PROOF_MAX];
    Hash proof[MERKLE_PROOF_MAX + 1], root, wrong;
    for (uint64_t size = 1; size <= MOST; size++) {
        oracle_root(leaves, (size_t)size, &root);
        for (uint64_t index = 0; index < size; index += size < 70 ? 1 : 13) {
            int count = merkle_inclusion_ranges(index, size, ranges);
            prove(ranges, count, size, proof);
            assert_true(merkle_verify_inclusion(index, size, &leaves[index], proof, count, &root));
            assert_false(merkle_verify_inclusion(index, size, &leaves[(index + 1) % MOST], proof, count, &root));
            assert_false(merkle_verify_inclusion(index, size, &leaves[index], proof, count + 1, &root));
            if (count) assert_false(merkle_verify_inclusion(index, size, &leaves[index], proof, count - 1, &root));
            if (index) assert_false(merkle_verify_inclusion(index - 1, size, &leaves[index], proof, count, &root));
            assert_false(merkle_verify_inclusion(size, size, &leaves[index], proof, count, &root));
            wrong = root;
            wrong.b[rand() % 32] ^= (uint8_t)(1 << rand() % 8);
            assert_false(merkle_verify_inclusion(index, size, &leaves[index], proof, count, &wrong));
            if (!count) continue;
            proof[rand() % count].b[rand() % 32] ^= (uint8_t)(1 << rand() % 8);
            assert_false(merkle_verify_inclusion(index, size, &leaves[index], proof, count, &root));
        }
    }
}

static void test_every_consistency(void **state)
{
    (void)state;
    MerkleRange ranges[MERKLE_PROOF_MAX];
    Hash proof[MERKLE_PROOF_MAX + 1], root, old_root;
    for (uint64_t size = 1; size <= MOST; size += size < 70 ? 1 : 7) {
        oracle_root(leaves, (size_t)size, &root);
        for (uint64_t old_size = 0; old_size <= size; old_size += size < 70 ? 1 : 5) {
            oracle_root(leaves, (size_t)old_size, &old_root);
            int count = merkle_consistency_ranges(old_size, size, ranges);
            prove(ranges, count, size, proof);
            assert_true(merkle_verify_consistency(old_size, size, &old_root, &root, proof, count));
            assert_false(merkle_verify_consistency(old_size, size, &old_root, &root, proof, count + 1));
            assert_false(merkle_verify_consistency(size + 1, size, &old_root, &root, proof, count));
            if (!old_size) continue;
            old_root.b[0] ^= 1;
            assert_false(merkle_verify_consistency(old_size, size, &old_root, &root, proof, count));
            old_root.b[0] ^= 1;
            if (!count) continue;
            assert_false(merkle_verify_consistency(old_size, size, &old_root, &root, proof, count - 1));
            proof[rand() % count].b[rand() % 32] ^= (uint8_t)(1 << rand() % 8);
            assert_false(merkle_verify_consistency(old_size, size, &old_root, &root, proof, count));
        }
    }
}

/* A proof's ranges and the leaf itself cover the whole tree exactly once. */
static void test_ranges_cover_the_tree(void **state)
{
    (void)state;
    MerkleRange ranges[MERKLE_PROOF_MAX];
    for (uint64_t size = 1; size < 3000; size += 17)
        for (uint64_t index = 0; index < size; index += 29) {
            uint64_t covered = 1;
            int count = merkle_inclusion_ranges(index, size, ranges);
            for (int i = 0; i < count; i++) {
                assert_true(ranges[i].end > ranges[i].start && ranges[i].end <= size);
                assert_false(index >= ranges[i].start && index < ranges[i].end);
                covered += ranges[i].end - ranges[i].start;
            }
            assert_int_equal(covered, size);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_vectors),
        cmocka_unit_test(test_frontier_is_the_definition),
        cmocka_unit_test(test_every_inclusion),
        cmocka_unit_test(test_every_consistency),
        cmocka_unit_test(test_ranges_cover_the_tree),
    };
    return cmocka_run_group_tests_name("merkle", tests, setup, NULL);
}
