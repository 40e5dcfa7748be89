// SPDX-License-Identifier: MIT
// Any bytes as a packed file.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/decompress.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int from = ::memfd_create("packed", MFD_CLOEXEC);
    require(from >= 0 && ::write(from, data, size) == static_cast<ssize_t>(size), "memfd");
    const auto packing = evidence::packing_of(fuzz::as_text(data, size));
    for (const auto as : {packing, evidence::Packing::gzip, evidence::Packing::xz, evidence::Packing::zstd}) {
        if (as == evidence::Packing::none) continue;
        const int to = ::memfd_create("unpacked", MFD_CLOEXEC);
        const auto unpacked = evidence::unpack(from, to, as, {.most = 4U << 20, .least_free = 0});
        struct stat status{};
        require(::fstat(to, &status) == 0, "fstat");
        if (unpacked) {
            require(unpacked->size == static_cast<std::uint64_t>(status.st_size), "the size is what was written");
            require(unpacked->size <= 4U << 20, "no more than the limit");
        } else {
            require(!unpacked.error().what.empty(), "an error says what");
        }
        ::close(to);
    }
    ::close(from);
    return 0;
}
