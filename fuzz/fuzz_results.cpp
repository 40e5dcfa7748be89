// SPDX-License-Identifier: MIT
// Any bytes as a guest's results: nothing but plain files and folders comes of them, in the folder that was named,
// and no more than is allowed.
#include <stdlib.h>

#include <filesystem>

#include "lab/host/unpack.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;
namespace fs = std::filesystem;

namespace {

constexpr lab::UnpackLimits limits{.bytes = 1U << 20, .files = 50};

void check(const fs::path& folder) {
    std::uint64_t size = 0;
    for (fs::recursive_directory_iterator at(folder), end; at != end; ++at) {
        require(!at->is_symlink() && (at->is_regular_file() || at->is_directory()), "plain files and folders");
        require(at.depth() < 3, "three deep");
        require(!at->path().filename().string().starts_with('.'), "no hidden file");
        if (at->is_regular_file()) size += at->file_size();
    }
    require(size <= limits.bytes, "no more bytes than the limit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto results = lab::MemoryFile::make("results");
    require(results && results->append(fuzz::as_text(data, size)), "memory");
    std::string name = (fs::temp_directory_path() / "fuzz-results-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr, "a folder");
    const fs::path outside = name;
    const fs::path folder = outside / "results";
    fs::create_directory(folder);
    const auto unpacked = lab::unpack_results(*results, folder, limits);
    require(unpacked || !unpacked.error().what.empty(), "an error says what");
    check(folder);
    require(std::distance(fs::directory_iterator(outside), {}) == 1, "nothing beside its folder");
    fs::remove_all(outside);
    return 0;
}
