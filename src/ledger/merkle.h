/* merkle.h: the hash tree of RFC 6962 (SHA-256): growing it, proving with it, checking proofs. Pure: no store, no clock. */
#ifndef LEDGER_MERKLE_H
#define LEDGER_MERKLE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MERKLE_HEIGHT = 48,       /* trees of up to 2^48 leaves */
    MERKLE_PROOF_MAX = 64,    /* hashes in any proof */
    MERKLE_TILE = 256,        /* hashes in a full tile */
    MERKLE_TILE_BITS = 8,
    MERKLE_TILE_LEVELS = MERKLE_HEIGHT / MERKLE_TILE_BITS
};

typedef struct Hash { uint8_t b[32]; } Hash;

bool hash_equal(const Hash *a, const Hash *b);
void merkle_sha256(Hash *out, const void *first, size_t first_bytes, const void *second, size_t second_bytes);  /* of both, one after the other */
void merkle_leaf(Hash *out, const Hash *commitment);                /* SHA-256(0x00 || commitment) */
void merkle_pair(Hash *out, const Hash *left, const Hash *right);   /* SHA-256(0x01 || left || right) */

/* The right edge of a growing tree: roots[i] is the root of a full subtree of 2^i leaves, present where size has bit i. */
typedef struct MerkleFrontier {
    uint64_t size;
    Hash roots[MERKLE_HEIGHT];
} MerkleFrontier;

/* Adds a leaf. gained[L] is the hash that tile level L gained, for L below the answer (at least 1: the leaf itself). */
int merkle_push(MerkleFrontier *frontier, const Hash *leaf, Hash gained[MERKLE_TILE_LEVELS]);
void merkle_root(const MerkleFrontier *frontier, Hash *out);        /* of the empty tree: SHA-256 of nothing */
void merkle_full_root(const Hash *hashes, unsigned count, Hash *out);  /* count a power of two, at most MERKLE_TILE */

/* Which leaves [start, end) each hash of a proof covers, in the proof's order. */
typedef struct MerkleRange { uint64_t start, end; } MerkleRange;
int merkle_inclusion_ranges(uint64_t index, uint64_t size, MerkleRange out[MERKLE_PROOF_MAX]);       /* index < size; count */
int merkle_consistency_ranges(uint64_t old_size, uint64_t size, MerkleRange out[MERKLE_PROOF_MAX]);  /* old_size <= size; count */

/* The root over the leaves of a range that appears in some tree. node gives the root of a full subtree: leaves [index<<level, (index+1)<<level). */
typedef bool (*MerkleNode)(void *context, int level, uint64_t index, Hash *out);
bool merkle_range_root(MerkleRange range, MerkleNode node, void *context, Hash *out);

bool merkle_verify_inclusion(uint64_t index, uint64_t size, const Hash *leaf, const Hash *proof, int count, const Hash *root);
bool merkle_verify_consistency(uint64_t old_size, uint64_t size, const Hash *old_root, const Hash *root, const Hash *proof, int count);
#endif
