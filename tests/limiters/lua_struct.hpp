#pragma once

struct lua_State;

namespace limitproof {

/// Defines the global table `struct` as Redis has it, as far as limiters use it: pack and unpack
/// with big-endian unsigned integers (">I7I5"). Any other format raises a Lua error.
void define_lua_struct(lua_State* lua);

}  // namespace limitproof
