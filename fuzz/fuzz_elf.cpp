// SPDX-License-Identifier: MIT
// ELF files that packages bring: any bytes are read without harm, and nothing that is said of them is longer than
// they are.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lab/host/elf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wlanmedic::lab;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Wanted wanted = wanted_of(bytes);
    for (const auto& library : wanted.libraries)
        if (library.empty() || library.size() > size) std::abort();
    if (wanted.interpreter.size() > size || wanted.run_path.size() > size) std::abort();
    if (const auto information = module_information(bytes))
        for (const auto& module : information->depends)
            if (module.empty() || module.size() > size) std::abort();
    return 0;
}
