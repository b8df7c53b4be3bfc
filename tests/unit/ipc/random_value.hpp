// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/sexp.hpp"
#include "ipc/utf8.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace exwm_vr::ipc::test {

/// Makes values of all kinds that have a printed form of their own.
class RandomValue {
public:
    explicit RandomValue(std::uint32_t seed)
        : engine_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }

    std::string text() {
        std::string out;
        for (std::uint64_t length = below(12); length > 0; --length) {
            switch (below(4)) {
            case 0:
                out += "\"\\ ()[];'`,#?.:\n\t"[below(16)];
                break;
            case 1:
                static_cast<void>(utf8::append(out, static_cast<char32_t>(below(0x110000))));
                break;
            default:
                static_cast<void>(utf8::append(out, static_cast<char32_t>(below(128))));
                break;
            }
        }
        return out;
    }

    std::string name() {
        static constexpr const char* likely[] = {"t", "left", "1", "-1", "+2.", "1e5", ".5", "."};
        return below(3) == 0 ? likely[below(8)] : text();
    }

    double real() {
        while (true) {
            const auto value = below(2) == 0 ? std::bit_cast<double>(engine_())
                                             : static_cast<double>(below(2'000'000)) / 100 - 10'000;
            // Subnormal numbers are out of range for some readers, and for us.
            if (std::isnormal(value) || value == 0) {
                return value;
            }
        }
    }

    Value value(int depth = 4) {
        switch (below(depth > 0 ? 9 : 5)) {
        case 0:
            return static_cast<std::int64_t>(engine_() >> below(64));
        case 1:
            return real();
        case 2:
            return text();
        case 3:
            return Value::named(name());
        case 4:
            return Keyword{name()};
        case 5:
            return Vector{items(depth)};
        case 6: {
            List list{items(depth)};
            const bool can_dot =
                list.items.size() > 1 && list.items.back().get_if<List>() == nullptr;
            list.dotted = can_dot && below(2) == 0;
            return list;
        }
        default:
            return List{items(depth)};
        }
    }

private:
    std::vector<Value> items(int depth) {
        std::vector<Value> all;
        for (std::uint64_t count = below(5); count > 0; --count) {
            all.push_back(value(depth - 1));
        }
        return all;
    }

    std::mt19937_64 engine_;
};

} // namespace exwm_vr::ipc::test
