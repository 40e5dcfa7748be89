// SPDX-License-Identifier: MIT
#include "parts_support.h"

namespace wlanmedic::runfile::test {

std::set<std::string> names_in(const Folder& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        names.insert(entry.path().filename().string());
    return names;
}

PartsOptions options_in(const Folder& folder) {
    return {.path = folder / "night.pcapng", .program = "wlanmedic 0.1.0"};
}

void put(Parts& parts, std::uint64_t sequence, std::string message) {
    const auto done = parts.current().append(text(sequence, Kind::kernel, std::move(message)));
    ASSERT_TRUE(done) << done.error().to_string();
}

void rotate(Parts& parts) {
    const auto done = parts.rotate();
    ASSERT_TRUE(done) << done.error().to_string();
}

std::vector<std::uint64_t> sequences_in(const std::string& bytes) {
    std::vector<std::uint64_t> sequences;
    for (const auto& record : read_all(bytes).records) sequences.push_back(record.record.sequence);
    return sequences;
}

std::string unpacked(const std::string& path) {
    return output_of("zstd -q -t '" + path + "' && zstd -q -dc '" + path + "'");
}

void fill(Parts& parts, std::size_t bytes) {
    std::string noise;
    std::uint32_t state = 12345 + static_cast<std::uint32_t>(parts.bytes());
    while (noise.size() < bytes) noise += static_cast<char>((state = state * 1'664'525 + 1'013'904'223) >> 24U);
    put(parts, 1, noise);
}

}  // namespace wlanmedic::runfile::test
