// SPDX-License-Identifier: MIT
// Any bytes as a kernel image, and as the ELF file that might be within one.
#include "lab/host/kernel_image.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

// xz and lzma ask for the memory that their header names, up to 1 GiB, before they unpack anything.
bool wants_memory(std::string_view bytes) {
    return bytes.find(
               "\xfd"
               "7zXZ") != std::string_view::npos ||
           bytes.find(std::string_view("\x5d\0\0", 3)) != std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t most = 1U << 20;
    const std::string_view bytes = fuzz::as_text(data, size);
    lab::has_pvh_entry(bytes);
    if (wants_memory(bytes)) return 0;
    const auto kernel = lab::unpack_kernel(bytes, most);
    if (kernel) {
        require(kernel->size() <= most, "no more than the limit");
        require(lab::has_pvh_entry(*kernel), "what is handed out can be started");
    } else {
        require(!kernel.error().what.empty(), "an error says what");
    }
    return 0;
}
