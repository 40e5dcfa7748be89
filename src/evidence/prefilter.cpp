// SPDX-License-Identifier: MIT
#include "evidence/prefilter.h"

#include <hs/hs.h>

#include <stdexcept>

namespace wlanmedic::evidence {

struct Prefilter::Engine {
    hs_database_t* database = nullptr;
    hs_scratch_t* scratch = nullptr;

    ~Engine() {
        hs_free_scratch(scratch);
        hs_free_database(database);
    }
};

Prefilter::Prefilter(const std::vector<std::string>& literals) : engine_(std::make_unique<Engine>()) {
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const std::string& literal : literals) {
        texts.push_back(literal.data());
        sizes.push_back(literal.size());
    }
    const std::vector<unsigned> flags(literals.size(), 0);
    const std::vector<unsigned> ids(literals.size(), 0);
    hs_compile_error_t* error = nullptr;
    if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), sizes.data(),
                             static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &engine_->database,
                             &error) != HS_SUCCESS) {
        const std::string what = error != nullptr ? error->message : "unknown error";
        hs_free_compile_error(error);
        throw std::runtime_error("the literals of the prefilter do not compile: " + what);
    }
    if (hs_alloc_scratch(engine_->database, &engine_->scratch) != HS_SUCCESS) throw std::bad_alloc();
}

Prefilter::~Prefilter() = default;

void Prefilter::find_lines(std::string_view block, std::vector<std::size_t>& lines) const {
    struct Search {
        std::string_view block;
        std::vector<std::size_t>* lines;
        std::size_t line_end = 0;  // matches before it lie in a line that is already taken
    } search{.block = block, .lines = &lines};
    const auto on_match = [](unsigned, unsigned long long, unsigned long long end, unsigned,
                             void* context) -> int {
        auto& found = *static_cast<Search*>(context);
        const std::size_t last = static_cast<std::size_t>(end) - 1;
        if (last < found.line_end) return 0;
        const std::size_t newline = found.block.rfind('\n', last);
        found.lines->push_back(newline == std::string_view::npos ? 0 : newline + 1);
        found.line_end = std::min(found.block.find('\n', last), found.block.size());
        return 0;
    };
    // Matches come in the order of their ends; a literal never contains a line end.
    hs_scan(engine_->database, block.data(), static_cast<unsigned>(block.size()), 0, engine_->scratch, on_match,
            &search);
}

}  // namespace wlanmedic::evidence
